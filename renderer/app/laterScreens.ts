import { type ComponentType, lazy } from 'react';

type Module = Readonly<Record<string, ComponentType>>;

/** Screens of the secretariat, loaded when somebody goes there; null in a build that does not have them. */
const modules = import.meta.glob<Module>('../secretariat/{SecretariatRoutes,AdminScreen}.tsx');

const screen = (name: string): ComponentType | null => {
  const load = modules[`../secretariat/${name}.tsx`];
  if (load === undefined) return null;
  return lazy(async () => {
    const found = (await load())[name];
    if (found === undefined) throw new Error(`${name}.tsx does not export ${name}`);
    return { default: found };
  });
};

export const SecretariatRoutes = screen('SecretariatRoutes');
export const AdminScreen = screen('AdminScreen');
