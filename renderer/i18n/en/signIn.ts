/** Sign-in and first set-up. */
export const signIn = {
  title: 'Sign in',
  claim: 'Sessions, papers and votes',
  who: 'People on this device',
  somebodyElse: 'Somebody else',
  username: 'User name',
  passphrase: 'Passphrase',
  submit: 'Sign in',
  busy: 'Checking…',
  wait_one: 'Try again in {{count}} second',
  wait_other: 'Try again in {{count}} seconds',
  needsNetwork: 'The first sign-in on this device needs the server at {{server}}.',
  offlineToo: 'Works without a network too: the passphrase opens what is on this device.',
  moved: {
    check: 'The server has moved here from {{from}}',
    hint: 'Then what is on this device, and what was not sent, goes on here. It is checked first that this is the same server.',
    not: 'You begin anew here. What is on this device for the former address stays there.',
  },
  afresh: {
    title: 'This passphrase is right, but it does not open what is on this device.',
    what: 'The system administrator has reset your passphrase. What is on this device is still locked with the former one. Nothing has been changed.',
    known: 'If you remember the former passphrase, or the PIN',
    knownHint:
      'Sign in with the former passphrase first: everything opens as it was. Then type the new one under “Sync and what is waiting”; what was not sent is sent.',
    knownElsewhere:
      'Sign in with the former passphrase to see and copy what was not sent. It cannot be sent from here any more, because you have started afresh on another device.',
    former: 'Use the former passphrase',
    unknown: 'If you do not remember it',
    unknownHint:
      'If another device of yours still opens, type the new passphrase there first, then sign in here again: nothing is lost. If there is none, start afresh. A recovery sheet from before the reset cannot be used any more.',
    unknownElsewhere: 'Start afresh. A recovery sheet from before the reset cannot be used any more.',
    start: 'Start afresh on this device',
    question: 'Start afresh on this device?',
    comes: 'Sessions, papers, ballots and everything else that the server has received is fetched again.',
    stays:
      'What was done on this device and not sent, and your private notes, can no longer be seen. They are set aside on this device, still locked with the former passphrase; if you remember it later, the system administrator can bring them back.',
    others: 'Other devices of yours that hold the former data will have to start afresh too.',
    first: {
      title: 'This passphrase is right, but your private notes do not open with it.',
      what: 'The system administrator has reset your passphrase. Your private notes and the places where you stopped reading are locked with a key that only the devices you have used before hold. Nothing has been changed.',
      known: 'If another device of yours still opens',
      knownHint:
        'Open it with the former passphrase or the PIN, and type the new passphrase there under “Sync and what is waiting”. Then sign in here again: nothing is lost.',
      unknown: 'If there is none',
      unknownHint:
        'Start afresh: everything is here again except your private notes. A recovery sheet from before the reset cannot be used any more.',
      back: 'Back, I will use the other device first',
      stays:
        'Private notes from before, your own marks in papers and where you stopped reading, can no longer be opened by anybody.',
    },
  },
  setup: {
    title: 'First set-up',
    lead: 'Nobody is registered at {{server}} yet. You will be its system administrator.',
    code: 'Set-up code',
    organisationName: 'Name of the organisation',
    bodyName: 'Name of the deciding body',
    name: 'Full name',
    position: 'Position',
    username: 'User name',
    submit: 'Set up and sign in',
    hints: {
      code: 'The server printed it when it was first started.',
      organisationName: 'For example: People’s Committee of Huế City',
      bodyName: 'For example: the People’s Committee as a whole',
      name: 'As written in documents',
      position: 'May be left empty',
      username: 'Lower-case letters, digits and dots, for example nguyen.van.an',
      passphrase:
        'At least {{count}} characters; a few words are best. It also opens the data on this device.',
    },
  },
};
