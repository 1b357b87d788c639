/** Names of the IPC channels. The preload and the registrar share nothing else. */
export const callChannel = (method: string): string => `cabinet/${method}`;
export const CHANGED_CHANNEL = 'cabinet-changed';
