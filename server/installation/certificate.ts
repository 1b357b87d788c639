import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { Certificate } from '../http/app.ts';

/** Reads a certificate chain and its key (PEM) and checks that they belong together. */
export const readCertificate = (certFile: string, keyFile: string): Result<Certificate, string> => {
  try {
    const cert = readFileSync(certFile, 'utf8');
    const key = readFileSync(keyFile, 'utf8');
    createSecureContext({ cert, key });
    return ok({ cert, key });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err(`The certificate ${certFile} with the key ${keyFile} cannot be used: ${reason}.`);
  }
};
