import { v7 } from 'uuid';

/** The id of something that is made on this screen: a UUIDv7, as every record has. */
export const newId = (): string => v7();
