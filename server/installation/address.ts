import { createServer } from 'node:net';
import { err, ok, type Result } from '../../shared/lib/result.ts';

/** Where the server listens; port 0 takes any free one. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** Why an address cannot be listened on, as one sentence. */
export const addressSentence = ({ host, port }: Address, error: unknown): string => {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use by another program. Choose another with --port.`;
    case 'EACCES':
      return `Port ${port} on ${host} may not be used by this user. Choose one above 1023 with --port.`;
    default:
      return `The address ${host} cannot be listened on (${codeOf(error)}). Check --host.`;
  }
};

/** Whether an address is free, asked before anything is opened or written. */
export const checkAddress = (address: Address): Promise<Result<undefined, string>> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(err(addressSentence(address, error))));
    probe.listen(address.port, address.host, () => probe.close(() => resolve(ok(undefined))));
  });

/** A host as it stands in a URL; one that means "every address" is replaced by this machine's own. */
export const urlHost = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
};
