import { createRoot } from 'react-dom/client';
import './styles/base.css';
import './styles/frame.css';
import './styles/line.css';
import './styles/forms.css';
import { App } from './app.js';
import { reloadAfterUpdate } from './frame/reload-after-update.js';
import { currentLanguage } from './text/use-texts.js';
import { applyTheme } from './ui/preferences.js';

reloadAfterUpdate();
applyTheme();
document.documentElement.lang = currentLanguage();
createRoot(document.getElementById('console')!).render(<App />);
