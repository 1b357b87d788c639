/** Devices that are lost, lent or asked for help, and forgotten passphrases. */
export const devices = {
  wipe: 'Wipe',
  wipeOne: 'Wipe {{device}}',
  wipeQuestion: 'Destroy everything on “{{device}}”?',
  wipeMeans:
    'From now on the device sends, receives and signs nothing. The next time it has a network it destroys its keys, then all data of {{who}} on it, and tells the server.',
  wipeLoses:
    'What {{who}} did on that device and has not been sent is lost, notes and opinions included: tell them first. Data of other people on the same device is not touched. This cannot be undone.',
  wipeMeansOwn:
    'From now on the device sends, receives and signs nothing. The next time it has a network it destroys its keys, then all your data on it, and tells the server.',
  wipeLosesOwn:
    'What you did on that device and has not been sent is lost, notes and opinions included. Data of other people on the same device is not touched. This cannot be undone.',
  wipeRequested: 'Wipe asked for {{when}}, not confirmed by the device yet',
  wiped: 'Wiped, confirmed by the device {{when}}',
  lentFor: 'Lent for one session',
  ofPerson: 'Devices',
  ofPersonTitle: 'Devices of {{name}}',
  none: 'Not signed in on any device yet.',
  wipedHere: {
    ordered:
      'A person’s data on this device was destroyed by order of the server ({{when}}). Its keys are gone; nothing can be restored from here. If you have questions, ask the system administrator.',
    returned:
      'The lent device was given back ({{when}}). All data of the person who used it has been destroyed on it.',
  },
  lent: {
    sign: 'This device is lent, for one session',
    signHint:
      'Only the papers of the session that you choose are fetched; only the passphrase opens it; everything is destroyed when you give it back, or when the session is over and everything was sent.',
    choose: 'Which session is this lent device for?',
    chooseLead: 'Only this session’s papers are fetched to the device. It cannot be changed later.',
    noMeeting: 'You have no session yet. Choose it here once the secretary has published it.',
    chooseIt: 'Choose this session',
    barNone: 'Lent device; its session is not chosen yet.',
    bar: 'Lent for “{{title}}”.',
    barOver:
      'The session “{{title}}” is over. The device gives itself back once everything of yours was sent.',
    giveBack: 'Give back',
    question: 'Give this device back?',
    means:
      'Everything of yours on this device is destroyed, and its enrolment ends. What was sent stays on the server and on your other devices.',
    nothingLost: 'Everything of yours was sent; nothing is lost.',
    lost_one: '{{count}} thing of yours was not sent; it is on this device only and will be lost.',
    lost_other: '{{count}} things of yours were not sent; they are on this device only and will be lost.',
    loseIt: 'I agree to lose what was not sent',
  },
  sheet: {
    section: 'Forgotten passphrase',
    lead: 'A recovery sheet on paper lets you set a new passphrase when you have forgotten yours. Keep it in a sealed envelope, under lock and key.',
    none: 'There is no recovery sheet.',
    since: 'A recovery sheet is in force, made {{when}}.',
    unknown: 'Whether there is a recovery sheet is known once the server can be reached.',
    make: 'Make a recovery sheet',
    makeMeans: 'Type your passphrase to make the sheet. The one before, if any, ends at once.',
    shownOnce:
      'The code is shown once and kept nowhere on this device. Print it, or copy it carefully, before closing.',
    print: 'Print the sheet',
    close: 'I have printed or copied it',
    title: 'Recovery sheet',
    person: 'Name',
    username: 'User name',
    organisation: 'Organisation',
    server: 'Server',
    createdAt: 'Made',
    code: 'Recovery code',
    how: 'How to use it: on the sign-in screen choose “Forgotten passphrase”, then “I have a recovery sheet”, type the user name and this code, and set a new passphrase. Each code works once.',
    keep: 'Whoever has this sheet and the user name can enter the account. Keep it in a sealed envelope; if it may have been seen or lost, make a new one at once.',
  },
  recover: {
    forgotten: 'Forgotten passphrase?',
    title: 'Forgotten passphrase',
    lead: 'Choose a way to set a new passphrase. What is on this device and your private notes stay as they are.',
    bySheet: 'I have a recovery sheet',
    bySheetHint: 'The code printed on the sealed sheet',
    byDevice: 'I have another device that works',
    byDeviceHint: 'It will vouch for you',
    otherwise:
      'Neither: a system administrator can give you a new passphrase. Private notes can then be read again only where a device still holds your key.',
    back: 'Back to sign-in',
    username: 'User name',
    code: 'Code on the sheet',
    codeHint: 'Nine groups of four; capitals do not matter.',
    submit: 'Set the new passphrase and sign in',
    busy: 'Setting the passphrase…',
    ask: 'Ask my other devices',
    waiting:
      'Open E-Cabinet on another device of yours and look at the request that appears there. It expires at {{when}}.',
    compare:
      'The other device must show this code. If it does not, refuse there and tell the system administrator.',
    approved: 'The other device has approved. Set a new passphrase.',
    ended: 'The request has expired or was refused.',
    cancel: 'Cancel the request',
    anew: 'Begin again',
  },
  vouch: {
    title: 'A device asks to set a new passphrase for you',
    lead: 'It calls itself “{{device}}”, {{when}}.',
    warn: 'Go on only if you have that device in your hands yourself. If not, refuse and tell the system administrator.',
    look: 'It is me, compare codes',
    refuse: 'Refuse',
    later: 'Later',
    comparing: 'Waiting for the other device…',
    compare: 'Does the other device show this code?',
    wrong:
      'The key that arrived is not the one that the other device committed to: somebody stands in between. Refuse, and tell the system administrator.',
    passphrase: 'Your passphrase on this device',
    pin: 'Your PIN on this device',
    same: 'I have compared: both codes are the same',
    approve: 'Approve',
    done: 'Approved. Set the new passphrase on the other device; this one will ask for it.',
  },
};
