import { openDevice, signIn, type Stall, watchStall } from './device.ts';
import { momentWhen } from '../moment.ts';

/** The program of one device: takes every paper in. Prints JSON. */
export interface PapersMeasured {
  /** From the first byte of the first paper until all are checked, sealed and on the disk. */
  readonly ms: number;
  readonly stall: Stall;
  readonly token: string;
}

const device = await openDevice(process.argv[2] ?? '', 'http');
const whole = momentWhen(device.cabinet, ({ files }) => files.total > 0 && files.have === files.total);
const complete = momentWhen(device.cabinet, (state) => state.complete);
await signIn(device);
await complete;
const stop = watchStall();
const ms = (await whole) - device.firstByteAt();
const measured: PapersMeasured = { ms, stall: stop(), token: device.token() };
await device[Symbol.asyncDispose]();
console.log(JSON.stringify(measured));
process.exit(0);
