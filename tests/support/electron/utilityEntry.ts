import { EventEmitter } from 'node:events';

/**
 * Runs first in a utility process of the stand-in: gives it `process.parentPort` over Node's own channel. Messages wait
 * until somebody listens, as in Electron.
 */
class StandInParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    process.send?.(structuredClone(message));
  }
}

const port = new StandInParentPort();
const early: unknown[] = [];
const deliver = (message: unknown): void => {
  port.emit('message', { data: message, ports: [] });
};
process.on('message', (message) => {
  if (port.listenerCount('message') > 0) deliver(message);
  else early.push(message);
});
port.on('newListener', (event) => {
  if (event === 'message') queueMicrotask(() => early.splice(0).forEach(deliver));
});
// Its parent is gone: so is the app.
process.on('disconnect', () => process.exit(0));
Object.defineProperty(process, 'parentPort', { value: port });
