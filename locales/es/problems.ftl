# Páginas para lo que falla alrededor de la conexión, no dentro de ella.

problem-unknown-link-title = Este enlace no lleva a ninguna parte
problem-unknown-link = Puede que esté incompleto o que su sesión se cerrara hace tiempo. Regrese a la aplicación que le ha traído aquí y empiece de nuevo desde allí.
problem-expired-title = Este enlace ha caducado
problem-expired = Por su seguridad, un enlace solo funciona durante un tiempo. Regrese a la aplicación que le ha traído aquí y empiece de nuevo desde allí.
problem-other-browser-title = Abierto en otro navegador
problem-other-browser = Esta conexión se inició en otro navegador o en otro dispositivo. Por su seguridad, solo continúa allí.
problem-other-browser-do = Regrese a ese navegador para continuar. Si no puede, empiece de nuevo desde { $application }.
problem-other-browser-do-anywhere = Regrese a ese navegador para continuar. Si no puede, empiece de nuevo desde la aplicación que le ha traído aquí.
problem-csrf-title = Inténtelo una vez más, por favor
problem-csrf = Esta página ha estado abierta demasiado tiempo o su navegador no guarda las cookies, por lo que no hemos podido comprobar que la solicitud viniera de usted. No se ha cambiado nada.
problem-csrf-do = Vuelva atrás, recargue la página e inténtelo de nuevo.
problem-csrf-reload = Recargar la página
problem-too-many-title = Demasiados intentos
problem-too-many = Para proteger su acceso, tenemos que hacer una pausa.
problem-too-many-wait =
    { $minutes ->
        [one] Vuelva a intentarlo dentro de un minuto, por favor.
       *[other] Vuelva a intentarlo dentro de { $minutes } minutos, por favor.
    }
problem-unavailable-title = Volvemos enseguida
problem-unavailable = Usted no ha hecho nada mal, y lo que ya ha hecho se conserva. Espere unos segundos y recargue la página, por favor. Si su navegador pregunta si debe volver a enviar los datos introducidos, acepte.
problem-internal-title = Algo ha fallado por nuestra parte
problem-internal = Usted no ha hecho nada mal, y no se ha perdido nada. Recargue la página dentro de un momento, por favor. Si vuelve a ocurrir, empiece de nuevo desde la aplicación que le ha traído aquí.
problem-not-found-title = Aquí no hay ninguna página
problem-not-found = Puede que la dirección esté mal escrita. Regrese a la aplicación que le ha traído aquí y empiece de nuevo desde allí.
problem-bad-request-title = No lo hemos entendido
problem-bad-request = Su navegador ha enviado algo que no hemos podido leer. No se ha cambiado nada. Vuelva atrás e inténtelo de nuevo, por favor.
