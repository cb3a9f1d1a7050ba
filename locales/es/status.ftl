# Lo que el estado de una conexión dice a la persona de cuyo banco se trata (status_code_description).
# status-<code>-<info>; status-<code> habla por toda info que no tiene su propia frase.

status-just-added = Nos estamos conectando a su banco por primera vez.
status-just-edited = Nos estamos conectando a su banco con sus nuevos datos de acceso.

status-402 = Su banco no ha aceptado sus datos de acceso. Compruébelos e introdúzcalos de nuevo.
status-402-wrong-id = Su banco no reconoce este identificador. Compruébelo e introdúzcalo de nuevo.
status-402-wrong-id-format = Este identificador no se parece a los de su banco. Compruebe cómo se escribe.
status-402-wrong-pwd = Su banco no ha aceptado esta contraseña. Introdúzcala de nuevo.
status-402-wrong-pwd-format = Esta contraseña no se parece a las de su banco. Compruebe cómo se escribe.
status-402-wrong-pwd2 = Su banco no ha aceptado la segunda contraseña. Introdúzcala de nuevo.
status-402-wrong-pwd2-format = La segunda contraseña no se parece a las de su banco. Compruebe cómo se escribe.
status-402-account-temporarily-blocked = Su banco ha bloqueado su acceso en línea durante un tiempo, normalmente tras varias contraseñas erróneas. Espere a que se vuelva a abrir y después introduzca sus datos de acceso.
status-402-account-blocked = Su banco ha bloqueado su acceso en línea. Desbloquéelo en la web o en la app de su banco y después introduzca sus datos de acceso.
status-402-account-blocked-contact-bank = Su banco ha bloqueado su acceso en línea. Póngase en contacto con su banco para que lo desbloquee.

status-429 = Su banco está esperando algo de usted. Acceda a la web o a la app de su banco y haga lo que le pide.
status-429-tos-to-validate = Su banco tiene nuevas condiciones de uso. Acceda a la web o a la app de su banco y acéptelas.
status-429-contract-to-sign = Su banco tiene un contrato pendiente de su firma. Acceda a la web o a la app de su banco y fírmelo.
status-429-inactive-creds = Sus datos de acceso todavía no están activos. Actívelos en la web o en la app de su banco.
status-429-account-to-activate = Su acceso en línea todavía no está activo. Actívelo en la web o en la app de su banco.
status-429-phone-nb-to-confirm = Su banco desea que confirme su número de teléfono. Hágalo en la web o en la app del banco.
status-429-information-to-review = Su banco desea que revise cierta información. Hágalo en la web o en la app del banco.
status-429-smth-to-validate = Su banco está esperando una confirmación por su parte. Hágalo en la web o en la app del banco.
status-429-otp-registration-to-do = Su banco desea que indique cómo quiere recibir los códigos de seguridad. Hágalo en la web o en la app del banco.
status-429-kyc-to-fill = Su banco necesita conocerle mejor y tiene preguntas para usted. Respóndalas en la web o en la app del banco.
status-429-amlcft-data-to-confirm = Su banco debe comprobar algunos datos que exige la ley. Confírmelos en la web o en la app del banco.
status-429-phone-nb-to-set = Su banco necesita que le facilite un número de teléfono. Indíquelo en la web o en la app del banco.
status-429-perso-data-to-confirm = Su banco desea que confirme sus datos personales. Hágalo en la web o en la app del banco.
status-429-form-to-fill = Su banco tiene un formulario que usted debe rellenar. Hágalo en la web o en la app del banco.
status-429-readonly-access-to-create = Su banco necesita que abra antes un acceso de solo lectura. Créelo en la web o en la app del banco.
status-429-cannot-access-services = Su banco no le deja entrar en sus servicios en línea en este momento. Acceda a la web o a la app del banco para saber por qué.
status-429-no-online-access = Todavía no tiene acceso en línea a este banco. Pida a su banco que lo abra.
status-429-creds-update-message = Su banco desea que renueve sus datos de acceso. Hágalo en la web o en la app del banco.
status-429-unlock-otp-in-app = Sus códigos de seguridad están bloqueados. Desbloquéelos en la app de su banco.

status-430 = Su banco desea que cambie su contraseña. Hágalo en la web o en la app del banco.

status-1003 = No hemos podido leer sus cuentas por un problema técnico. Volveremos a intentarlo por nuestra cuenta.
status-1003-cnt-crash = Algo ha fallado por nuestra parte al leer sus cuentas. Volveremos a intentarlo por nuestra cuenta.
status-1003-bank-is-down = El servicio de su banco no está disponible en este momento. Volveremos a intentarlo por nuestra cuenta.

status-1005 = Este tipo de cuenta o esta forma de acceso todavía no es compatible.
status-1005-otp-not-supported = La forma en que su banco confirma los accesos todavía no es compatible.
status-1005-closed-account = Esta cuenta se ha cerrado en su banco, por lo que ya no se puede conectar.

status-1007 = Las actualizaciones de este banco están en pausa durante un tiempo. Se reanudarán por sí solas.
status-1009 = Pueden faltar algunos movimientos, lo que es habitual en inversiones y seguros de vida. Sus saldos están al día.
status-1010 = Su banco necesita asegurarse de que se trata de usted. Vuelva a autenticarse, por favor.
status-1010-otp-required = Su banco necesita asegurarse de que se trata de usted, con un código o en su app. Vuelva a autenticarse, por favor.
status-1099 = Esta conexión está pasando a un nuevo enlace con su banco. Por ahora no tiene que hacer nada.
status-1100 = Se han encontrado cuentas profesionales. Confirme que tiene derecho a utilizarlas.

status-other = Esta conexión requiere su atención. Vuelva a intentarlo más tarde, por favor.
