import { EventEmitter } from 'node:events';

/** Says what the test tells it to: that the machine goes to sleep, or its screen is locked. */
export const powerMonitor = new EventEmitter();
