/** Locking, PIN, change of passphrase, papers that are closed for a while, the organisation's policy. */
export const lock = {
  title: 'Unlock',
  because: {
    idle: 'The app locked itself because it was not used for a while. What was typed is kept.',
    away: 'The app locked itself because the device slept or its screen was locked. What was typed is kept.',
  },
  pin: 'PIN',
  pinOf: 'PIN of {{name}}',
  digits_one: '{{count}} digit typed',
  digits_other: '{{count}} digits typed',
  erase: 'Erase',
  unlock: 'Unlock',
  confirm: 'Open the paper',
  usePassphrase: 'Use the passphrase',
  usePin: 'Use the PIN',
  closed: {
    title: 'This paper is closed for now',
    lastContact: 'Last contact with the server: {{when}}.',
    never: 'This device has never been in contact with the server.',
    badge: 'Closed for now',
    sync: 'Contact it now',
    openAgain: 'Open the papers again',
    leaseEnded_one:
      '{{count}} paper is closed because this device has had no contact with the server for days. Connect to the network; it opens again with the first contact.',
    leaseEnded_other:
      '{{count}} papers are closed because this device has had no contact with the server for days. Connect to the network; they open again with the first contact.',
    unconfirmed_one:
      '{{count}} classified paper was closed because the device was not used for a while. Your PIN or passphrase opens it again.',
    unconfirmed_other:
      '{{count}} classified papers were closed because the device was not used for a while. Your PIN or passphrase opens them again.',
  },
  secret: {
    passphrase: {
      next: 'New passphrase',
      hint: 'At least 8 characters; a few words are best.',
      again: 'New passphrase again',
    },
    pin: {
      next: 'New PIN',
      hint: '6 to 12 digits. After 5 wrong tries in a row it is gone and the passphrase is needed.',
      again: 'New PIN again',
    },
    differs: 'The two are not the same.',
  },
  settings: {
    title: 'Lock and passphrase',
    after: 'Lock when not used',
    afterMinutes_one: 'After {{count}} minute',
    afterMinutes_other: 'After {{count}} minutes',
    afterHint_one:
      'Your organisation allows {{count}} minute at most. When the device sleeps or its screen is locked, the app locks at once.',
    afterHint_other:
      'Your organisation allows {{count}} minutes at most. When the device sleeps or its screen is locked, the app locks at once.',
    lockNow: 'Lock now',
    pinIs_one: 'There is a PIN; {{count}} try is left.',
    pinIs_other: 'There is a PIN; {{count}} tries are left.',
    pinIsNot: 'There is no PIN.',
    pinKept: 'A PIN works after a restart too: the system’s key store keeps one half of it.',
    pinNotKept: 'This device has no key store that can be trusted, so a PIN works until the app is closed.',
    pinNotOnLoaner: 'A lent device is opened by the passphrase only; it can have no PIN.',
    setPin: 'Set a PIN',
    changePin: 'Change the PIN',
    removePin: 'Remove the PIN',
    current: 'Present passphrase',
    change: 'Change the passphrase',
    changeMeans:
      'Your other devices ask for the new one at their next contact; what is on them stays as it is.',
    changed: 'The passphrase is changed.',
    pinSet: 'The PIN is set.',
    pinRemoved: 'The PIN is removed.',
  },
  policy: {
    title: 'Devices of members',
    idle: 'Lock when not used',
    minutes_one: '{{count}} minute',
    minutes_other: '{{count}} minutes',
    confirmFrom: 'During a session, close papers from class',
    confirmHint:
      'Whoever takes part is not locked out of the session; papers of this class and above close until PIN or passphrase is shown.',
    leases: 'Close papers when a device has no contact with the server',
    days_one: 'After {{count}} day',
    days_other: 'After {{count}} days',
    never: 'Never',
  },
};
