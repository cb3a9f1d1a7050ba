# What every page of the flow has around its content.

title-error = Error:

exit = Exit
language-form = Language
run-by = Connection run by { $operator }
runs-on = Runs on Passerelle

done = done
in-progress = in progress
to-come = to come

back-to-application = Back to { $application }
finish = Finish
close-window = You may close this window.

expiry-title = Are you still there?
expiry-soon = For your safety, this connection closes in less than two minutes. What you typed would be lost.
expiry-stay = Stay connected
