/**
 * The zone of the ledger's days, in a statement that asks for a stretch of local time. As a value and not as a table
 * that is joined: of a joined zone PostgreSQL knows no stretch, and reads all that there ever was.
 */
export const LEDGER_ZONE = '(SELECT time_zone FROM ticketing.ledger_settings)';
