# How a session ends: the last pages of the flow, leaving it, and the status page.

## sync_success

success-title = { $bank } is connected
success-accounts = Accounts shared
success-until = Access until
success-next = { $application } can now see your accounts. Older transactions follow over the next minutes, and new ones by themselves, every day.

## sync_pending

pending-title = { $bank } needs a little longer
pending-next = There is nothing left for you to do: we go on reading without you, and { $application } gets your accounts as soon as they are ready, mostly within minutes.
pending-stay = If you prefer to wait, stay here: the page moves on by itself.

## sync_error

error-credentials-title = { $bank } did not let us in
error-credentials-do = Check your login details and enter them again. Several wrong tries can block your access at the bank.
error-credentials-retry = Enter my details again
error-act-title = { $bank } needs you first
error-act-do = Do it on your bank’s site or in its app, then come back here.
error-act-retry = I have done it, try again
error-technical-title = We could not read your accounts
error-technical-do = You did nothing wrong. You can try again now, or leave it to us: we go on trying, and { $application } will know.
error-technical-retry = Try again
error-unsupported-title = This account cannot be connected
error-unsupported-do = Trying again would not help. { $application } may offer you another way.
error-paused-title = Updates from { $bank } are paused
error-paused-do = There is nothing for you to do. We go on by ourselves as soon as it is possible.
error-authentication-title = { $bank } did not get your confirmation
error-authentication-do = Start again, and keep the phone close that your bank reaches you on.
error-authentication-retry = Confirm again
error-other-title = The connection to { $bank } is not complete
error-other-do = Please try again later from { $application }.
error-what-happened = What happened
error-your-turn = It is your turn
error-our-turn = It is our turn
error-nobodys-turn = What now

## exit

exit-title = Leave without finishing?
exit-nothing-shared = If you leave now, nothing is connected and { $application } sees none of your accounts.
exit-unfinished = If you leave now, the connection to { $bank } stays unfinished. { $application } will ask you to complete it before it sees any account.
exit-unchanged = If you leave now, your connection to { $bank } stays as it was.
exit-goes-on = If you leave now, we go on reading your accounts at { $bank } without you.
exit-failed = If you leave now, { $bank } stays disconnected until you try again from { $application }.
exit-stay = Stay here
exit-leave = Leave

## end

end-going-back-title = Taking you back to { $application }…
end-going-back = If nothing happens, use this button.
end-worked-title = Your bank is connected
end-worked = { $application } can now see the accounts that you chose. Older transactions follow over the next minutes.
end-going-on-title = We go on without you
end-going-on = Your bank needs a little longer. { $application } gets your accounts as soon as they are ready; you have nothing left to do.
end-failed-title = Your bank is not connected
end-failed = It did not work this time. To try again, go back to { $application } and start from there.
end-left-title = You left before the end
end-left = Nothing more is read from your bank. To go on, go back to { $application } and start again from there.
end-expired-title = This session has ended
end-expired = For your safety, a connection stays open only for a while. To go on, go back to { $application } and start again from there.
end-domain-removed = { $application } wanted you to come back to its site, but that address is no longer on its list. Please go there by yourself.
