/**
 * What a payment gateway is to Rukh, whichever it is: it is asked under a key, may answer late, twice or not at all,
 * and the same key again is the same question, to which it gives the same answer.
 */
export interface GatewayRequest {
  /** Made by us, kept by us, the same in every repetition. */
  readonly key: string;
  /** Is the card good (amount 0); may so much be taken; take it; give it back. */
  readonly kind: 'CHECK' | 'AUTHORISE' | 'CAPTURE' | 'CREDIT';
  /** The medium, as the gateway knows it. Never a card number. */
  readonly token: string;
  readonly amountMinor: number;
  readonly currency: string;
}

export interface GatewayAnswer {
  readonly key: string;
  readonly status: 'APPROVED' | 'DECLINED';
  /** The gateway's own name of the operation. */
  readonly gatewayRef: string;
  /** Why it was declined. */
  readonly reason?: string;
}

/**
 * The bank of a card takes a payment back that its holder disputes, days or months later, and may give it back after all.
 * Told by the gateway as often as it likes; each is booked once.
 */
export interface GatewayChargeback {
  /** The gateway's own name of the dispute. */
  readonly disputeRef: string;
  /** Of the capture: the key that it was asked under. */
  readonly key: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: string;
  /** It was decided for us: what was taken back is ours again. */
  readonly isReturned: boolean;
}

/** Of the gateway's names of disputes: they become parts of keys of the ledger. */
export const DISPUTE_REF = /^[A-Za-z0-9_.-]{1,64}$/;

export interface PaymentGateway {
  /** @throws where there is no answer (yet): whether the gateway has done it is not known, and it must be asked again */
  ask(request: GatewayRequest): Promise<GatewayAnswer>;
  /** Called with answers that come by themselves: late ones, and ones that were given before. */
  onAnswer(listener: (answer: GatewayAnswer) => void): void;
  /** Called with chargebacks. Where the listener rejects, the chargeback is not booked and is to be told again. */
  onChargeback(listener: (chargeback: GatewayChargeback) => Promise<void>): void;
}
