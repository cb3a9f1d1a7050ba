# Cómo termina una sesión: las últimas páginas, la salida y la página de estado.

## sync_success

success-title = Conexión con { $bank } completada
success-accounts = Cuentas compartidas
success-until = Acceso hasta el
success-next = { $application } ya puede consultar sus cuentas. Los movimientos más antiguos llegarán en los próximos minutos, y los nuevos por sí solos, cada día.

## sync_pending

pending-title = { $bank } necesita un poco más de tiempo
pending-next = Ya no tiene que hacer nada más: seguimos leyendo sin usted, y { $application } recibirá sus cuentas en cuanto estén listas, normalmente en unos minutos.
pending-stay = Si prefiere esperar, quédese aquí: la página avanza por sí sola.

## sync_error

error-credentials-title = { $bank } no nos ha dejado entrar
error-credentials-do = Compruebe sus datos de acceso e introdúzcalos de nuevo. Varios intentos erróneos pueden bloquear su acceso al banco.
error-credentials-retry = Introducir de nuevo mis datos
error-act-title = { $bank } necesita antes algo de usted
error-act-do = Hágalo en la web o en la app de su banco y después vuelva aquí.
error-act-retry = Ya lo he hecho, reintentar
error-technical-title = No hemos podido leer sus cuentas
error-technical-do = Usted no ha hecho nada mal. Puede intentarlo de nuevo ahora o dejarlo en nuestras manos: seguiremos intentándolo, y { $application } lo sabrá.
error-technical-retry = Reintentar
error-unsupported-title = Esta cuenta no se puede conectar
error-unsupported-do = Volver a intentarlo no serviría de nada. Quizá { $application } pueda ofrecerle otra solución.
error-paused-title = Las actualizaciones de { $bank } están en pausa
error-paused-do = No tiene que hacer nada. Continuaremos por nuestra cuenta en cuanto sea posible.
error-authentication-title = { $bank } no ha recibido su confirmación
error-authentication-do = Empiece de nuevo y tenga a mano el teléfono en el que le contacta su banco.
error-authentication-retry = Confirmar de nuevo
error-other-title = La conexión con { $bank } no está completa
error-other-do = Vuelva a intentarlo más tarde desde { $application }, por favor.
error-what-happened = Qué ha ocurrido
error-your-turn = Qué puede hacer usted
error-our-turn = Qué vamos a hacer
error-nobodys-turn = Y ahora qué

## exit

exit-title = ¿Salir sin terminar?
exit-nothing-shared = Si sale ahora, no se conectará nada y { $application } no verá ninguna de sus cuentas.
exit-unfinished = Si sale ahora, la conexión con { $bank } quedará sin terminar. { $application } le pedirá que la complete antes de poder ver alguna cuenta.
exit-unchanged = Si sale ahora, su conexión con { $bank } quedará como estaba.
exit-goes-on = Si sale ahora, seguiremos leyendo sus cuentas en { $bank } sin usted.
exit-failed = Si sale ahora, la conexión con { $bank } seguirá interrumpida hasta que vuelva a intentarlo desde { $application }.
exit-stay = Quedarme aquí
exit-leave = Salir

## end

end-going-back-title = Volviendo a { $application }…
end-going-back = Si no ocurre nada, utilice este botón.
end-worked-title = Su banco está conectado
end-worked = { $application } ya puede consultar las cuentas que ha elegido. Los movimientos más antiguos llegarán en los próximos minutos.
end-going-on-title = Seguimos sin usted
end-going-on = Su banco necesita un poco más de tiempo. { $application } recibirá sus cuentas en cuanto estén listas; ya no tiene que hacer nada más.
end-failed-title = Su banco no está conectado
end-failed = Esta vez no ha funcionado. Para volver a intentarlo, regrese a { $application } y empiece de nuevo desde allí.
end-left-title = Ha salido antes de terminar
end-left = Ya no se lee nada más de su banco. Para continuar, regrese a { $application } y empiece de nuevo desde allí.
end-expired-title = Esta sesión ha terminado
end-expired = Por su seguridad, una conexión solo permanece abierta durante un tiempo. Para continuar, regrese a { $application } y empiece de nuevo desde allí.
end-domain-removed = { $application } quería llevarle de vuelta a su sitio web, pero esa dirección ya no figura en su lista. Vuelva allí por su cuenta, por favor.
