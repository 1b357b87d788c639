import './app/zodWithoutEval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { call } from './app/cabinet.ts';
import { applyPreferences } from './app/preferences.ts';
import { startI18n } from './i18n/i18n.ts';
import './ui/tokens.css';
import './ui/typography.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

await startI18n();
// Before the first paint, so that nobody sees the wrong language or a flash of white.
const preferences = await call('preferences.get', {});
if (preferences.ok) await applyPreferences(preferences.value);

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
