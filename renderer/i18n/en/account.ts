/** Settings of the person and the device. */
export const account = {
  title: 'Settings',
  display: 'Display',
  language: 'Language',
  theme: 'Theme',
  themes: { light: 'Light', dark: 'Dark', system: 'As the system' },
  textSize: 'Text size',
  textSizes: { normal: 'Normal', large: 'Large', larger: 'Larger' },
  me: 'Account',
  name: 'Full name',
  position: 'Position',
  username: 'User name',
  server: 'Server',
  papers: 'Papers on this device',
  paperLimit: 'Room for papers',
  noPaperLimit: 'As much as the disk has',
  paperLimitHint:
    'When there is no room, papers of the oldest closed sessions go first. They are fetched again when you open them. A part of the disk always stays free.',
  paperRate: 'Speed of papers, down and up',
  noPaperRate: 'As fast as the network allows',
  papersOnOpening: 'Download only the papers that I open (for a line that is paid by the byte)',
  devices: 'Devices signed in',
  thisDevice: 'This device',
  enrolledAt: 'Enrolled {{when}}',
  revoked: 'Revoked on {{when}}',
  revoke: 'Revoke',
  revokeOne: 'Revoke {{device}}',
  revokeQuestion: 'Revoke “{{device}}”?',
  revokeMeans:
    'This device will no longer send, receive or sign anything. Ballots already received from it keep counting; what it has not sent yet will be refused. This cannot be undone.',
  unknownDevice:
    'If you do not know one of these devices, revoke it and tell your system administrator at once.',
};
