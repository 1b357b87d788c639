import { lazy } from 'react';

/** Screens of the secretariat and of administrators, loaded when somebody goes there. */
export const SecretariatRoutes = lazy(async () => ({
  default: (await import('../secretariat/SecretariatRoutes.tsx')).SecretariatRoutes,
}));

export const AdminScreen = lazy(async () => ({
  default: (await import('../admin/AdminScreen.tsx')).AdminScreen,
}));
