import './app/zodWithoutEval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { call } from './app/cabinet.ts';
import { applyPreferences } from './app/preferences.ts';
import { fetchReader } from './app/readerScreen.tsx';
import { startI18n } from './i18n/i18n.ts';
import './ui/tokens.css';
import './ui/typography.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

// A window that opens on a paper: its reader is on its way while language and session are asked for.
// Elsewhere it is fetched when there is nothing else to do, with its parser started, so that a paper opens at once.
if (window.location.hash.startsWith('#/papers/')) fetchReader();
else requestIdleCallback(fetchReader, { timeout: 5000 });

await startI18n();
// Before the first paint, so that nobody sees the wrong language or a flash of white.
const preferences = await call('preferences.get', {});
if (preferences.ok) await applyPreferences(preferences.value);

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
