# What an item's status means, for the person whose bank it is (status_code_description).
# status-<code>-<info>; status-<code> speaks for every info without a sentence of its own.

status-just-added = We are connecting to your bank for the first time.
status-just-edited = We are connecting to your bank with your new login details.

status-402 = Your bank did not accept your login details. Please check them and enter them again.
status-402-wrong-id = Your bank does not know this login. Please check it and enter it again.
status-402-wrong-id-format = This login does not look like one of your bank’s. Please check how it is written.
status-402-wrong-pwd = Your bank did not accept this password. Please enter it again.
status-402-wrong-pwd-format = This password does not look like one of your bank’s. Please check how it is written.
status-402-wrong-pwd2 = Your bank did not accept the second password. Please enter it again.
status-402-wrong-pwd2-format = The second password does not look like one of your bank’s. Please check how it is written.
status-402-account-temporarily-blocked = Your bank has blocked your online access for a while, usually after several wrong passwords. Please wait until it opens again, then enter your login details.
status-402-account-blocked = Your bank has blocked your online access. Please unblock it on your bank’s site or app, then enter your login details.
status-402-account-blocked-contact-bank = Your bank has blocked your online access. Please contact your bank to have it unblocked.

status-429 = Your bank is waiting for something from you. Please log in to your bank’s site or app and do what it asks.
status-429-tos-to-validate = Your bank has new terms of use. Please log in to your bank’s site or app and accept them.
status-429-contract-to-sign = Your bank has a contract for you to sign. Please log in to your bank’s site or app and sign it.
status-429-inactive-creds = Your login details are not active yet. Please activate them on your bank’s site or app.
status-429-account-to-activate = Your online access is not active yet. Please activate it on your bank’s site or app.
status-429-phone-nb-to-confirm = Your bank wants you to confirm your phone number. Please do so on its site or app.
status-429-information-to-review = Your bank wants you to look through some information. Please do so on its site or app.
status-429-smth-to-validate = Your bank is waiting for you to confirm something. Please do so on its site or app.
status-429-otp-registration-to-do = Your bank wants you to set up how it sends you security codes. Please do so on its site or app.
status-429-kyc-to-fill = Your bank needs to know you better and has questions for you. Please answer them on its site or app.
status-429-amlcft-data-to-confirm = Your bank must check some details that the law requires. Please confirm them on its site or app.
status-429-phone-nb-to-set = Your bank needs a phone number from you. Please give it on its site or app.
status-429-perso-data-to-confirm = Your bank wants you to confirm your personal details. Please do so on its site or app.
status-429-form-to-fill = Your bank has a form for you to fill in. Please do so on its site or app.
status-429-readonly-access-to-create = Your bank needs you to open a read-only access first. Please create it on its site or app.
status-429-cannot-access-services = Your bank does not let you into its online services at the moment. Please log in to its site or app to see why.
status-429-no-online-access = You do not have online access to this bank yet. Please ask your bank to open it.
status-429-creds-update-message = Your bank wants you to renew your login details. Please do so on its site or app.
status-429-unlock-otp-in-app = Your security codes are locked. Please unlock them in your bank’s app.

status-430 = Your bank wants you to change your password. Please do so on its site or app.

status-1003 = We could not read your accounts because of a technical problem. We will try again by ourselves.
status-1003-cnt-crash = Something on our side went wrong while reading your accounts. We will try again by ourselves.
status-1003-bank-is-down = Your bank’s service is not available at the moment. We will try again by ourselves.

status-1005 = This kind of account or this way to log in is not supported yet.
status-1005-otp-not-supported = The way in which your bank confirms logins is not supported yet.
status-1005-closed-account = This account has been closed at your bank, so it can no longer be connected.

status-1007 = Updates from this bank are paused for a while. They will start again by themselves.
status-1009 = Some transactions may be missing, which is usual with shares and life insurance. Your balances are up to date.
status-1010 = Your bank needs to make sure that it is you. Please authenticate again.
status-1010-otp-required = Your bank needs to make sure that it is you, with a code or in its app. Please authenticate again.
status-1099 = This connection is moving to a new link with your bank. You have nothing to do for now.
status-1100 = Professional accounts were found. Please confirm that you are entitled to use them.

status-other = This connection needs attention. Please try again later.
