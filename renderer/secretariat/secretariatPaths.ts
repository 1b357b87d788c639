/** Tabs of the screen where a session is prepared. */
export const PREPARE_TABS = ['agenda', 'papers', 'people', 'votes', 'publish'] as const;
export type PrepareTab = (typeof PREPARE_TABS)[number];
export const isPrepareTab = (text: string): text is PrepareTab =>
  (PREPARE_TABS as readonly string[]).includes(text);

/** Addresses of the secretariat's screens. */
export const secretariatPaths = {
  newMeeting: '/secretariat/meetings/new',
  meeting: (id: string, tab: PrepareTab = 'agenda'): string =>
    tab === 'agenda' ? `/secretariat/meetings/${id}` : `/secretariat/meetings/${id}/${tab}`,
  newSlip: '/secretariat/slips/new',
  slip: (id: string): string => `/secretariat/slips/${id}`,
} as const;
