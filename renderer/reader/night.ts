import { call, useQuery } from '../app/cabinet.ts';

/** Dark paper, for all papers on this device, and how to change it. Kept with the preferences of the device. */
export const useNight = (): readonly [boolean, () => void] => {
  const preferences = useQuery('preferences.get', {});
  const night = preferences.status === 'ready' && preferences.value.readerNight === true;
  return [night, () => void call('preferences.set', { readerNight: !night })];
};
