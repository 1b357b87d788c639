import type { Session } from 'electron';
import { isOwnUrl } from './origin.ts';

/**
 * What a page may be granted: writing a copied text, and the whole screen for reading. Everything else, present or
 * future, is denied without asking anybody.
 */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

/** Answers requests, checks and devices of this session; to be called before its first page. */
export const guardPermissions = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(GRANTED.has(permission) && details.isMainFrame && isOwnUrl(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) => {
    return GRANTED.has(permission) && details.isMainFrame && isOwnUrl(details.requestingUrl ?? origin);
  });
  session.setDevicePermissionHandler(() => false);
};
