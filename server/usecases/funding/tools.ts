import type { OrderGateway } from '../../ports/order-gateway';
import type { Tools } from '../tools';

/** What the books of funding need; nothing here reaches the provider. */
export type FundingBooksTools = Pick<Tools, 'documents' | 'clock' | 'randomBytes' | 'log'>;

/** What paying in and paying back need. */
export interface FundingTools extends FundingBooksTools {
  readonly orders: OrderGateway;
}
