import { protocol, type Session } from 'electron';
import { createAssetHandler, type AssetSources } from '../core/host/assets.ts';
import { isOwnUrl, SCHEME } from './origin.ts';

/** Has to be called before the app is ready. */
export const registerScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
};

/** Serves the renderer and the papers to the pages of this session. */
export const serveScheme = (session: Session, sources: AssetSources): void => {
  const assets = createAssetHandler(sources);
  session.protocol.handle(SCHEME, async (request) => {
    if (!isOwnUrl(request.url)) return new Response(null, { status: 403 });
    const { pathname } = new URL(request.url);
    const answer = await assets({
      method: request.method,
      path: pathname,
      headers: Object.fromEntries(request.headers),
    });
    const empty = answer.body instanceof Uint8Array && answer.body.byteLength === 0;
    return new Response(empty ? null : (answer.body as BodyInit), {
      status: answer.status,
      headers: answer.headers,
    });
  });
};

/** The page has no network: whatever is not served from here is refused, before any name is looked up. */
export const refuseNetwork = (session: Session): void => {
  session.webRequest.onBeforeRequest((details, answer) => {
    const { protocol: scheme } = new URL(details.url);
    const inside =
      isOwnUrl(details.url) || scheme === 'data:' || scheme === 'blob:' || scheme === 'devtools:';
    answer({ cancel: !inside });
  });
};
