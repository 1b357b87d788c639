import * as files from 'node:fs/promises';
import type { FileSystem } from '../../../shared/lib/fileSystem.ts';

/** This machine's file system. */
export const nodeFiles: FileSystem = files;
