import type Electron from 'electron';
import { report } from './report.ts';
import { toShellUrl } from './address.ts';

type ProtocolHandler = Parameters<Electron.Protocol['handle']>[1];
type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<Electron.Session['setDevicePermissionHandler']>[0];
type BeforeRequest = Parameters<Electron.WebRequest['onBeforeRequest']>[0];
type PermissionName = Parameters<NonNullable<RequestHandler>>[1];

/** Schemes registered as privileged, and whether that time is over. */
export const privileged = { schemes: new Set<string>(), closed: false };

/** `protocol` of the main process: what of it has to happen before `ready`. */
export class StandInProtocol {
  registerSchemesAsPrivileged(customSchemes: Electron.CustomScheme[]): void {
    if (privileged.closed) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const { scheme, privileges } of customSchemes) {
      // Without `standard` and `secure` a page of this scheme would be another kind of page than Chromium shows here.
      if (privileges?.standard && privileges.secure) privileged.schemes.add(scheme);
    }
  }

  handle(scheme: string, handler: ProtocolHandler): void {
    const known = protocolHandlers.get(this) ?? new Map<string, ProtocolHandler>();
    if (known.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    protocolHandlers.set(this, known.set(scheme, handler));
  }
}

export class StandInWebRequest {
  onBeforeRequest(listener: BeforeRequest): void {
    if (listener) beforeRequest.set(this, listener);
    else beforeRequest.delete(this);
  }
}

/** One session. Like Electron, it grants whatever no handler was set for. */
export class StandInSession {
  readonly protocol = new StandInProtocol();
  readonly webRequest = new StandInWebRequest();

  setPermissionRequestHandler(handler: RequestHandler): void {
    handlersOf(this).request = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    handlersOf(this).check = handler;
  }

  setDevicePermissionHandler(handler: DeviceHandler): void {
    handlersOf(this).device = handler;
  }
}

/** What was set, kept beside the objects: these offer nothing that Electron's do not. */
interface Handlers {
  request: RequestHandler;
  check: CheckHandler;
  device: DeviceHandler;
}
const handlers = new WeakMap<StandInSession, Handlers>();
const handlersOf = (owner: StandInSession): Handlers => {
  const known = handlers.get(owner) ?? { request: null, check: null, device: null };
  handlers.set(owner, known);
  return known;
};
const protocolHandlers = new WeakMap<StandInProtocol, Map<string, ProtocolHandler>>();
const beforeRequest = new WeakMap<StandInWebRequest, NonNullable<BeforeRequest>>();

/** The handler that serves a scheme to this session's pages. */
export const protocolHandler = (owner: StandInSession, scheme: string): ProtocolHandler | undefined =>
  protocolHandlers.get(owner.protocol)?.get(scheme);

/** What the session's handlers say; a request asks the check first, as most web interfaces do. */
export const askPermission = async (
  owner: StandInSession,
  contents: Electron.WebContents,
  name: string,
  requestingUrl: string,
): Promise<boolean> => {
  const permission = name as PermissionName;
  const { request: onRequest, check: onCheck } = handlersOf(owner);
  const details = { isMainFrame: true, requestingUrl };
  const checked = onCheck?.(contents, permission, new URL(requestingUrl).href, details);
  if (checked !== undefined) report({ type: 'permission', permission, request: false, granted: checked });
  if (checked === true || !onRequest) return checked ?? true;
  const granted = await new Promise<boolean>((done) => onRequest(contents, permission, done, details));
  report({ type: 'permission', permission, request: true, granted });
  return granted;
};

/** Asks `onBeforeRequest`, where there is one. */
export const isBlocked = async (owner: StandInSession, pageUrl: string, method: string): Promise<boolean> => {
  const listener = beforeRequest.get(owner.webRequest);
  if (!listener) return false;
  const url = toShellUrl(pageUrl, privileged.schemes);
  const details = { url, method } as Electron.OnBeforeRequestListenerDetails;
  const answer = await new Promise<Electron.CallbackResponse>((done) => listener(details, done));
  if (answer.cancel) report({ type: 'blocked', url });
  return answer.cancel === true;
};

const byPartition = new Map<string, StandInSession>();

/** `session.fromPartition` */
export const session = {
  fromPartition(partition: string, _options?: Electron.FromPartitionOptions): StandInSession {
    if (!privileged.closed) throw new Error('Session can only be received when app is ready');
    const known = byPartition.get(partition) ?? new StandInSession();
    byPartition.set(partition, known);
    return known;
  },
};

export const protocol = new StandInProtocol();
