import { EventEmitter } from 'node:events';
import { report } from './report.ts';

let source: 'system' | 'light' | 'dark' = 'system';
const followers = new Set<(scheme: 'light' | 'dark') => void>();

/** What pages see as `prefers-color-scheme`; the stand-in's system is light. */
export const colorScheme = (): 'light' | 'dark' => (source === 'dark' ? 'dark' : 'light');

export const onColorScheme = (follow: (scheme: 'light' | 'dark') => void): void => {
  followers.add(follow);
};

class StandInNativeTheme extends EventEmitter {
  get shouldUseDarkColors(): boolean {
    return colorScheme() === 'dark';
  }

  get themeSource(): 'system' | 'light' | 'dark' {
    return source;
  }

  set themeSource(value: 'system' | 'light' | 'dark') {
    source = value;
    report({ type: 'theme', source });
    followers.forEach((follow) => follow(colorScheme()));
    this.emit('updated');
  }
}

export const nativeTheme = new StandInNativeTheme();
