# Las páginas de la conexión, en el orden en que aparecen.

## Qué se pide y durante cuánto tiempo

consent-title = Lo que comparte con { $application }
consent-payment = Sus cuentas corrientes y tarjetas
consent-all = Sus cuentas de todo tipo
consent-data = Titular, número de cuenta, saldo y movimientos
consent-choice = Solo lo que elija
consent-choice-more = Usted marca las cuentas antes de compartir nada
consent-days = Durante { $days } días
consent-days-more = Después, su banco se lo volverá a preguntar
consent-read-only = Solo lectura
consent-read-only-more = Nadie puede mover dinero con este acceso
consent-agree = Al continuar, acepta compartir estos datos con { $application }.

## highlighted_banks

banks-title = Elija su banco
banks-intro = { $application } desea consultar sus cuentas. ¿En qué banco las tiene?
banks-search = Buscar un banco
banks-search-button = Buscar
banks-country = País
banks-found =
    { $count ->
        [one] { $count } banco
       *[other] { $count } bancos
    }
banks-found-for =
    { $count ->
        [one] { $count } banco para «{ $query }»
       *[other] { $count } bancos para «{ $query }»
    }
banks-none = Ningún banco encontrado para «{ $query }»
banks-none-here = No hay ningún banco que mostrar
banks-none-help = Revise la ortografía o pruebe con el nombre del grupo.
banks-more =
    { $count ->
        [one] Hay un banco más que no se muestra. Búsquelo para encontrarlo.
       *[other] Hay { $count } bancos más que no se muestran. Busque el suyo.
    }
banks-highlighted = Sugeridos por { $application }
banks-others = Otros bancos
banks-show-all = Mostrar todos los bancos
banks-error-gone = Este banco no se puede conectar en este momento. Elija otro, por favor.
bank-degraded = Lento en este momento
bank-down = Fuera de servicio en este momento
bank-chosen-before = Su última elección
banks-missing = ¿No está? Su banco aún no se puede conectar. Puede salir y volver a { $application }: no se pierde nada.

## sub_banks_list

banks-branches =
    { $count ->
        [one] { $count } entidad
       *[other] { $count } entidades
    }
branches-title = ¿Qué entidad de { $bank }?
branches-intro = Elija la que lleva sus cuentas. Encontrará su nombre en su tarjeta o en su app.
branches-search = Buscar una entidad o una ciudad
branches-show-all = Mostrar todas las entidades

## bank_creds_form y edit_bank_creds_form

creds-title = Acceda a { $bank }
creds-intro = Utilice los mismos datos de acceso que en la web o la app de su banco.
creds-field-login = Identificador
creds-field-password = Contraseña
creds-field-password2 = Segunda contraseña
creds-field-other = Respuesta
creds-show = Mostrar
creds-hide = Ocultar
creds-error-missing = Rellene este campo, por favor.
creds-error-too-long =
    { $max ->
        [one] { $max } carácter como máximo.
       *[other] { $max } caracteres como máximo.
    }
creds-error-too-short =
    { $min ->
        [one] { $min } carácter como mínimo.
       *[other] { $min } caracteres como mínimo.
    }
creds-error-digits = Solo cifras, sin espacios.
creds-security = Sus datos de acceso se cifran y solo se utilizan para leer sus cuentas. { $application } nunca los ve.
creds-submit = Aceptar y conectar
creds-change-bank = Elegir otro banco
creds-change-branch = Elegir otra sucursal
creds-site-title = Conecte { $bank }
creds-site-intro = { $bank } pide sus datos de acceso en su propia web. Allí da su consentimiento y después vuelve aquí.
creds-site-security = Sus datos de acceso quedan entre usted y su banco.
creds-site-submit = Aceptar y continuar en { $bank }
creds-bank-degraded = { $bank } responde con lentitud en este momento. Puede tardar más de lo habitual.
creds-bank-down = { $bank } está fuera de servicio en este momento. Puede intentarlo de todos modos o elegir otro banco.
edit-creds-title = Actualice sus datos de acceso a { $bank }
edit-creds-intro = Su conexión sigue siendo la misma, con todo lo que contiene. Solo cambian los datos de acceso.
edit-creds-submit = Actualizar y conectar

## at_bank, y la vuelta desde allí en otro navegador

at-bank-title = Continúe en { $bank }
at-bank-intro = Usted accede y da su consentimiento en la web de { $bank }.
at-bank-return = Después, { $bank } le trae de vuelta aquí y esta página avanza por sí sola.
at-bank-go = Ir a { $bank }
at-bank-again = No se abre, o la solicitud ha caducado: empezar de nuevo
confirm-return-title = ¿Es esta su conexión?
confirm-return = Vuelve usted de { $bank }. { $application } inició esta conexión en otro navegador.
confirm-return-of = Vuelve usted de { $bank }. { $application } inició esta conexión en otro navegador, para { $email }.
confirm-return-only-yours = Continúe solo si la inició usted.
confirm-return-submit = Sí, continuar aquí
confirm-return-else = Si no, cierre esta ventana: no se comparte nada.

## start: la primera página de una sesión para una conexión que ya existe

start-renew-title = Renueve su acceso a { $bank }
start-renew-intro = De vez en cuando, su banco tiene que comprobar que se trata realmente de usted. Le pedirá un código o su autorización en su app.
start-renew-submit = Aceptar y confirmar
start-act-title = { $bank } necesita antes algo de usted
start-act-do = Hágalo en la web o en la app de su banco y después vuelva aquí.
start-act-submit = Ya lo he hecho
start-refresh-title = Actualice sus cuentas en { $bank }
start-refresh-intro = Leeremos de nuevo sus cuentas en { $bank }. Tarda aproximadamente un minuto.
start-refresh-submit = Aceptar y actualizar

## sync_in_progress

wait-connecting-title = Conectando con { $bank }
wait-reading-title = Leyendo sus cuentas
wait-intro = Suele tardar menos de un minuto. La página avanza por sí sola.
wait-step-connect = Conexión segura con { $bank }
wait-step-read = Cuentas y movimientos
wait-step-ready = Todo listo para { $application }
wait-progress = { $done } de { $total } cuentas
wait-progress-label = Cuentas leídas

## otp_form

otp-title = Introduzca su código
otp-from-bank = Mensaje de { $bank }
otp-intro = { $bank } le ha enviado un código de seguridad.
otp-label = Código de seguridad
otp-error-missing = Introduzca el código, por favor.
otp-error-digits = El código solo contiene cifras.
otp-error-wrong = Este código no es correcto. Compruébelo e introdúzcalo de nuevo.
otp-attempts =
    { $count ->
        [one] Le queda un intento.
       *[other] Le quedan { $count } intentos.
    }
otp-submit = Confirmar
otp-help = El código puede tardar un minuto en llegar. No se lo dé nunca a nadie por teléfono.
approve-title = Autorice en su app de { $bank }
approve-intro = { $bank } ha enviado una solicitud a su teléfono.
approve-intro-scan = { $bank } muestra aquí su solicitud como código QR.
approve-step-open = Abra su app de { $bank }
approve-step-approve = Autorice la solicitud que se muestra
approve-step-return = Vuelva aquí
approve-waiting = A la espera de su autorización…
approve-moves-on = La página avanza por sí sola.
method-title = ¿Cómo debe { $bank } comprobar que es usted?
method-intro = Elija lo que tenga a mano.
method-sms = Código por SMS
method-email = Código por correo electrónico
method-app = Aprobación en la aplicación del banco
method-photo = Imagen para escanear
method-other = Otra forma
otp-picture = Imagen de { $bank } que su aplicación o lector convierte en su código
otp-digits =
    { $count ->
        [one] El código tiene una cifra.
       *[other] El código tiene { $count } cifras.
    }
otp-characters =
    { $count ->
        [one] El código tiene un carácter.
       *[other] El código tiene { $count } caracteres.
    }
otp-valid =
    { $minutes ->
        [one] El código es válido un minuto más.
       *[other] El código es válido { $minutes } minutos más.
    }
otp-over = El tiempo de este código ha terminado.
otp-new-code = Pedir un código nuevo
otp-renewed = Hay un código nuevo. El anterior ya no vale.
otp-other-method = Usar otra forma
approve-picture = Código QR para la aplicación de { $bank }
approve-step-scan = Escanee con ella el código QR
approve-valid =
    { $minutes ->
        [one] La solicitud sigue abierta un minuto más.
       *[other] La solicitud sigue abierta { $minutes } minutos más.
    }
approve-over = El tiempo de esta solicitud ha terminado.

## Elección de las cuentas

accounts-title = Elija sus cuentas
accounts-intro = { $application } solo ve las cuentas que usted marca.
accounts-max =
    { $max ->
        [one] Puede compartir una cuenta.
       *[other] Puede compartir hasta { $max } cuentas.
    }
accounts-legend = Sus cuentas en { $bank }
accounts-count = { $count } de { $max } elegidas
accounts-error-none = Elija al menos una cuenta, por favor.
accounts-error-too-many =
    { $max ->
        [one] Solo se puede compartir una cuenta. Desmarque las demás, por favor.
       *[other] Se pueden compartir { $max } cuentas como máximo. Desmarque algunas, por favor.
    }
accounts-number = terminada en { $digits }
accounts-submit = Compartir estas cuentas

## pro_validation_form

pro-title = ¿Puede compartir estas cuentas?
pro-intro = Son cuentas de empresa. { $application } no ve nada de ellas hasta que usted confirme que puede compartirlas.
pro-accounts = Cuentas de empresa en { $bank }
pro-agree = Al confirmar, declara que puede actuar por la empresa y compartir sus cuentas con { $application }.
pro-attest = Confirmar y compartir
pro-exclude = Continuar sin ellas

## email_validation_form

email-title = Confirme su dirección de correo
email-known = { $application } nos ha indicado { $email } como su dirección. Enviamos un código a ella para comprobar que es suya.
email-ask = Antes de conectar un banco, enviamos un código a su dirección para comprobar que es suya.
email-label = Dirección de correo
email-send = Enviar el código
email-error-missing = Introduzca su dirección de correo, por favor.
email-error-invalid = Esto no es una dirección de correo. Tiene la forma nombre@example.com.
email-error-refused = Esta dirección no acepta correo. Compruébela o introduzca otra.
email-refused = { $email } no acepta correo. Vuelva a { $application }, indique otra dirección y empiece de nuevo.
email-unsent = No hemos podido enviar el código. No ha hecho nada mal: inténtelo de nuevo en un momento.
email-code-title = Introduzca el código del correo
email-code-intro = Un código va de camino a { $email }.
email-code-valid =
    { $minutes ->
        [one] Es válido durante un minuto.
       *[other] Es válido durante { $minutes } minutos.
    }
email-code-help = ¿Nada después de un minuto? Mire en el correo no deseado, o pida un código nuevo.
email-code-error-digits = El código tiene seis cifras.
email-code-resend = Enviar un código nuevo
email-code-change = Usar otra dirección
email-code-expired = Este código ha caducado. Pida uno nuevo, por favor.
email-code-used-up = El código ha sido incorrecto demasiadas veces y ya no es válido. Pida uno nuevo, por favor.
email-code-soon =
    { $seconds ->
        [one] Espere un segundo antes de pedir otro código.
       *[other] Espere { $seconds } segundos antes de pedir otro código.
    }
email-code-none-left = Aquí no se pueden enviar más códigos. Vuelva a { $application } y empiece de nuevo.
