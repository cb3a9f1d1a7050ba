# Lo que cada página tiene alrededor de su contenido.

title-error = Error:

exit = Salir
language-form = Idioma
run-by = Conexión gestionada por { $operator }
runs-on = Funciona con Passerelle

done = terminado
in-progress = en curso
to-come = pendiente

back-to-application = Volver a { $application }
finish = Terminar
close-window = Puede cerrar esta ventana.

expiry-title = ¿Sigue ahí?
expiry-soon = Por su seguridad, esta conexión se cierra en menos de dos minutos. Se perdería lo que ha escrito.
expiry-stay = Seguir conectado
