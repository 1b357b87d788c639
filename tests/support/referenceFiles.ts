import type { WriteTx } from '../../server/storage/port.ts';
import { byText, must, type Place } from './referenceOrganisation.ts';

/** Files of one organisation, what names them, and uploads under way. */
export const filesOn = ({ own, org, known, made }: Place): WriteTx['files'] => ({
  find: async (sha256) => org().files.find((file) => file.sha256 === sha256),
  async scopesNaming(sha256) {
    const links = [...org().links.values()].filter((link) => link.sha256 === sha256);
    return [...new Set(links.map(({ scope }) => scope))].sort(byText);
  },
  uploadedBy: async (sha256, personId) => org().uploaders.has(`${sha256} ${personId}`),
  findUpload: async (uploadId) => org().uploads.find((each) => each.uploadId === uploadId),
  findUploadOf: async (personId, sha256) =>
    org().uploads.find((each) => each.personId === personId && each.sha256 === sha256),
  staleUploads: async (before) => org().uploads.filter(({ startedAt }) => startedAt < before),
  async add(file) {
    if (known().files.every(({ sha256 }) => sha256 !== file.sha256)) known().files.push(file);
  },
  async addUploader(sha256, personId) {
    made().uploaders.add(`${sha256} ${personId}`);
  },
  async link(versionId, scope, sha256) {
    if (sha256 === null) org().links.delete(versionId);
    else made().links.set(versionId, { scope, sha256 });
  },
  async addUpload(upload) {
    const all = [...own.state.organisations.values()].flatMap(({ uploads }) => uploads);
    must(!all.some(({ uploadId }) => uploadId === upload.uploadId), 'an upload begins once');
    known().uploads.push(upload);
  },
  async removeUpload(uploadId) {
    org().uploads = org().uploads.filter((each) => each.uploadId !== uploadId);
  },
});

/** The lines of mutations of its devices, with what each came to. */
export const devicesOn = ({ org, known, made }: Place): WriteTx['devices'] => ({
  lastMutation: async (deviceId) => org().lines.get(deviceId) ?? 0,
  result: async (deviceId, n) => org().results.get(`${deviceId} ${n}`),
  async resultOf(deviceId, id) {
    const line = [...org().results].filter(([key]) => key.startsWith(`${deviceId} `));
    return line.map(([, result]) => result).find((result) => result.id === id);
  },
  async addResult(deviceId, result) {
    must(!known().results.has(`${deviceId} ${result.n}`), 'a number is answered once');
    known().results.set(`${deviceId} ${result.n}`, result);
    known().lines.set(deviceId, result.n);
  },
  async countFailure(deviceId, n) {
    const count = (org().failures.get(`${deviceId} ${n}`) ?? 0) + 1;
    made().failures.set(`${deviceId} ${n}`, count);
    return count;
  },
});
