import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@web/theme/global.css';
import { App } from '@web/app/App';
import { followMoves } from '@web/app/followMoves';
import { startI18n } from '@web/i18n';
import { keepSessionFresh } from '@web/session/keepFresh';
import { startSession } from '@web/session/session';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

followMoves();
keepSessionFresh();
// Asking for the session and fetching the dictionary go side by side.
void startSession();
void startI18n().then(() => {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
