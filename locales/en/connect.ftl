# The pages of the Connect flow, in the order in which people meet them.

## What is asked, for how long

consent-title = What you share with { $application }
consent-payment = Your current accounts and cards
consent-all = Your accounts of every kind
consent-data = Holder, account number, balance and transactions
consent-choice = Only what you choose
consent-choice-more = You tick the accounts before anything is shared
consent-days = For { $days } days
consent-days-more = After that, your bank asks you again
consent-read-only = Read only
consent-read-only-more = Nobody can move money with it
consent-agree = By going on, you agree to share these data with { $application }.

## highlighted_banks

banks-title = Choose your bank
banks-intro = { $application } would like to see your accounts. Where do you have them?
banks-search = Search for a bank
banks-search-button = Search
banks-country = Country
banks-found =
    { $count ->
        [one] { $count } bank
       *[other] { $count } banks
    }
banks-found-for =
    { $count ->
        [one] { $count } bank for “{ $query }”
       *[other] { $count } banks for “{ $query }”
    }
banks-none = No bank found for “{ $query }”
banks-none-here = No bank to show here
banks-none-help = Check the spelling, or try the name of its group.
banks-more =
    { $count ->
        [one] One more bank is not shown. Search to find it.
       *[other] { $count } more banks are not shown. Search to find yours.
    }
banks-highlighted = Suggested by { $application }
banks-others = Other banks
banks-show-all = Show all banks
banks-error-gone = This bank cannot be connected at the moment. Please choose another one.
bank-degraded = Slow at the moment
bank-down = Out of service at the moment
bank-chosen-before = Your last choice
banks-missing = Not here? Your bank cannot be connected yet. You can leave and go back to { $application }: nothing is lost.

## sub_banks_list

banks-branches =
    { $count ->
        [one] { $count } branch
       *[other] { $count } branches
    }
branches-title = Which branch of { $bank }?
branches-intro = Choose the one that holds your accounts. You find its name on your card or in its app.
branches-search = Search for a branch or a town
branches-show-all = Show all branches

## bank_creds_form and edit_bank_creds_form

creds-title = Log in to { $bank }
creds-intro = Use the same details as on your bank’s site or app.
creds-field-login = Login
creds-field-password = Password
creds-field-password2 = Second password
creds-field-other = Answer
creds-show = Show
creds-hide = Hide
creds-error-missing = Please fill in this field.
creds-error-too-long =
    { $max ->
        [one] At most { $max } character.
       *[other] At most { $max } characters.
    }
creds-error-too-short =
    { $min ->
        [one] At least { $min } character.
       *[other] At least { $min } characters.
    }
creds-error-digits = Digits only, without spaces.
creds-security = Your details are encrypted and used only to read your accounts. { $application } never sees them.
creds-submit = Agree and connect
creds-change-bank = Choose another bank
creds-change-branch = Choose another branch
creds-site-title = Connect { $bank }
creds-site-intro = { $bank } asks for your login on its own site. You agree there, and come back here.
creds-site-security = Your login stays between you and your bank.
creds-site-submit = Agree and continue to { $bank }
creds-bank-degraded = { $bank } answers slowly at the moment. It may take longer than usual.
creds-bank-down = { $bank } is out of service at the moment. You can try all the same, or choose another bank.
edit-creds-title = Update your { $bank } login
edit-creds-intro = Your connection stays the same, with everything it holds. Only the login details change.
edit-creds-submit = Update and connect

## at_bank, and the return from there in another browser

at-bank-title = Continue at { $bank }
at-bank-intro = You log in and agree on { $bank }’s own site.
at-bank-return = Afterwards { $bank } brings you back, and this page moves on by itself.
at-bank-go = Go to { $bank }
at-bank-again = It does not open, or it has expired: begin again
confirm-return-title = Is this your connection?
confirm-return = You came back from { $bank }. { $application } began this connection in another browser.
confirm-return-of = You came back from { $bank }. { $application } began this connection in another browser, for { $email }.
confirm-return-only-yours = Go on only if it was you who began it.
confirm-return-submit = Yes, go on here
confirm-return-else = Otherwise close this window: nothing is shared.

## start: the first page of a session for a connection that exists

start-renew-title = Renew your access to { $bank }
start-renew-intro = Your bank has to confirm from time to time that it is really you. It asks for a code, or for your approval in its app.
start-renew-submit = Agree and confirm
start-act-title = { $bank } needs you first
start-act-do = Do it on your bank’s site or in its app, then come back here.
start-act-submit = I have done it
start-refresh-title = Update your { $bank } accounts
start-refresh-intro = We read your accounts at { $bank } once more. It takes about a minute.
start-refresh-submit = Agree and update

## sync_in_progress

wait-connecting-title = Connecting to { $bank }
wait-reading-title = Reading your accounts
wait-intro = This mostly takes less than a minute. The page moves on by itself.
wait-step-connect = Secure connection to { $bank }
wait-step-read = Accounts and transactions
wait-step-ready = Ready for { $application }
wait-progress = { $done } of { $total } accounts
wait-progress-label = Accounts read

## otp_form

otp-title = Enter your code
otp-from-bank = Message from { $bank }
otp-intro = { $bank } has sent you a security code.
otp-label = Security code
otp-error-missing = Please enter the code.
otp-error-digits = The code has digits only.
otp-error-wrong = This code is not right. Please check it and enter it again.
otp-attempts =
    { $count ->
        [one] One attempt left.
       *[other] { $count } attempts left.
    }
otp-submit = Confirm
otp-help = The code can take a minute to arrive. Never give it to anyone on the phone.
approve-title = Approve in your { $bank } app
approve-intro = { $bank } has sent a request to your phone.
approve-intro-scan = { $bank } shows its request here as a QR code.
approve-step-open = Open your { $bank } app
approve-step-approve = Approve the request shown there
approve-step-return = Come back here
approve-waiting = Waiting for your approval…
approve-moves-on = The page moves on by itself.
method-title = How should { $bank } check that it is you?
method-intro = Choose what you have at hand.
method-sms = Code by text message
method-email = Code by e-mail
method-app = Approval in the bank’s app
method-photo = Picture to scan
method-other = Another way
otp-picture = Picture from { $bank }, which its app or reader turns into your code
otp-digits =
    { $count ->
        [one] The code has one digit.
       *[other] The code has { $count } digits.
    }
otp-characters =
    { $count ->
        [one] The code has one character.
       *[other] The code has { $count } characters.
    }
otp-valid =
    { $minutes ->
        [one] The code is good for one more minute.
       *[other] The code is good for { $minutes } more minutes.
    }
otp-over = The time for this code is over.
otp-new-code = Ask for a new code
otp-renewed = There is a new code. The one before no longer counts.
otp-other-method = Use another way
approve-picture = QR code for the { $bank } app
approve-step-scan = Scan the QR code with it
approve-valid =
    { $minutes ->
        [one] The request stays open for one more minute.
       *[other] The request stays open for { $minutes } more minutes.
    }
approve-over = The time for this request is over.

## Choice of accounts

accounts-title = Choose your accounts
accounts-intro = { $application } sees only the accounts that you tick.
accounts-max =
    { $max ->
        [one] You can share one account.
       *[other] You can share up to { $max } accounts.
    }
accounts-legend = Your accounts at { $bank }
accounts-count = { $count } of { $max } chosen
accounts-error-none = Please choose at least one account.
accounts-error-too-many =
    { $max ->
        [one] Only one account can be shared. Please untick the others.
       *[other] At most { $max } accounts can be shared. Please untick some.
    }
accounts-number = ending in { $digits }
accounts-submit = Share these accounts

## pro_validation_form

pro-title = May you share these accounts?
pro-intro = These are business accounts. { $application } sees nothing of them until you confirm that you may share them.
pro-accounts = Business accounts at { $bank }
pro-agree = By confirming, you state that you may act for the business and share its accounts with { $application }.
pro-attest = Confirm and share
pro-exclude = Go on without them

## email_validation_form

email-title = Confirm your e‑mail address
email-known = { $application } gave us { $email } as your address. We send a code to it, to make sure that it is yours.
email-ask = Before you connect a bank, we send a code to your address, to make sure that it is yours.
email-label = E-mail address
email-send = Send the code
email-error-missing = Please enter your e-mail address.
email-error-invalid = This is not an e-mail address. It looks like name@example.com.
email-error-refused = This address does not take mail. Please check it, or enter another one.
email-refused = { $email } does not take mail. Go back to { $application }, give it another address, and start again.
email-unsent = We could not send the code. You did nothing wrong: please try again in a moment.
email-code-title = Enter the code from your mail
email-code-intro = A code is on its way to { $email }.
email-code-valid =
    { $minutes ->
        [one] It is valid for one minute.
       *[other] It is valid for { $minutes } minutes.
    }
email-code-help = No mail after a minute? Look among unwanted mail, or ask for a new code.
email-code-error-digits = The code has six digits.
email-code-resend = Send a new code
email-code-change = Use another address
email-code-expired = This code has expired. Please ask for a new one.
email-code-used-up = The code was wrong too often and is no longer valid. Please ask for a new one.
email-code-soon =
    { $seconds ->
        [one] Please wait one second before you ask for another code.
       *[other] Please wait { $seconds } seconds before you ask for another code.
    }
email-code-none-left = No more codes can be sent here. Go back to { $application } and start again.
