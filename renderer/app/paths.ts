/** Addresses of screens, in one place. They stand behind the `#`, so every host serves one page. */
export const paths = {
  home: '/',
  meetings: '/meetings',
  meeting: (id: string, tab: MeetingTab = 'agenda'): string =>
    tab === 'agenda' ? `/meetings/${id}` : `/meetings/${id}/${tab}`,
  /** An agenda item in its meeting. */
  item: (meetingId: string, itemId: string): string => `/meetings/${meetingId}/items/${itemId}`,
  papers: '/papers',
  /** A paper, at a version and a page (from 1) where that matters. */
  paper: (id: string, at: { readonly versionId?: string; readonly page?: number } = {}): string =>
    `/papers/${id}${at.versionId === undefined ? '' : `/versions/${at.versionId}`}${
      at.page === undefined ? '' : `/pages/${at.page}`
    }`,
  slips: '/slips',
  slip: (id: string): string => `/slips/${id}`,
  poll: (id: string): string => `/polls/${id}`,
  outbox: '/outbox',
  settings: '/settings',
  secretariat: '/secretariat',
  secretariatMeeting: (id: string): string => `/secretariat/meetings/${id}`,
  admin: '/admin',
} as const;

export const MEETING_TABS = ['agenda', 'papers', 'people', 'votes'] as const;
export type MeetingTab = (typeof MEETING_TABS)[number];
export const isMeetingTab = (text: string): text is MeetingTab =>
  (MEETING_TABS as readonly string[]).includes(text);
