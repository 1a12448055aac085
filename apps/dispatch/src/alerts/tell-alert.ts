import { Injectable } from '@nestjs/common';
import type { AlertView, Author, JournalEntry } from '@rukh/domain/dispatch';
import { Journal } from '../journal/journal.js';
import { LiveEvents } from '../live/live-events.js';
import { NoticeMirror } from '../orders/notice-mirror.js';
import type { Connection } from '../orders/order-store.js';

export type AlertEvent = 'alert.written' | 'alert.changed' | 'alert.archived' | 'alert.restored';

export interface AlertChanged {
  readonly before?: AlertView;
  readonly after: AlertView;
}

/** Writes what became of an alert into the journal, and tells the feeds and the consoles of it. */
@Injectable()
export class AlertNews {
  constructor(
    private readonly mirror: NoticeMirror,
    private readonly journal: Journal,
    private readonly events: LiveEvents,
  ) {}

  /** In the transaction that changes it; `tell` is called after that. */
  note(by: Author, event: AlertEvent, changed: AlertChanged, on: Connection): Promise<JournalEntry> {
    const { alertId, alert } = changed.after;
    const text = { uk: alert.header['uk'] ?? '', en: alert.header['en'] ?? '' };
    return this.journal.add({ by, kind: 'alert', event, text, alertId, ...changed }, on);
  }

  async tell({ alertId }: AlertView, entry: JournalEntry): Promise<void> {
    await this.mirror.look();
    this.events.publish('alerts', { alertId });
    this.journal.tell(entry);
  }
}
