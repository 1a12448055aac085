import { useEffect } from 'react';
import { usePreferences } from '../ui/preferences.js';

/** Paints what is drawn by hand anew when the theme changes: chosen here, or the device's own, as at dusk. */
export function useRepaint(drawn: { repaint(): void } | undefined): void {
  const { theme } = usePreferences();
  useEffect(() => {
    if (!drawn) return;
    const media = matchMedia('(prefers-color-scheme: dark)');
    const repaint = (): void => drawn.repaint();
    repaint();
    media.addEventListener('change', repaint);
    return () => media.removeEventListener('change', repaint);
  }, [drawn, theme]);
}
