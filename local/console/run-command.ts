import type { PhoneBook } from '../players/phone-book';
import type { World } from '../world/world';
import type { Command } from './command';
import type { Crowd } from './crowd';

interface Reach {
  readonly world: Pick<World, 'clock' | 'sandbox' | 'deliverCallbacks'>;
  readonly phones: Pick<PhoneBook, 'add'>;
  readonly crowd: Pick<Crowd, 'join'>;
}

/** Does in the world what a tester asked for. A step that is not possible any more does nothing. */
export function runCommand({ world, phones, crowd }: Reach, command: Command): void {
  const { clock, sandbox } = world;
  switch (command.do) {
    case 'add-phone':
      phones.add(command.name);
      return;
    case 'open-bill':
      sandbox.open(command.billNo);
      return;
    case 'expire-bill':
      sandbox.expire(command.billNo);
      sandbox.refund(command.billNo);
      return;
    case 'transfer':
      sandbox.transfers[command.step](command.billNo);
      return;
    case 'order':
      sandbox.orders[command.step](command.no);
      return;
    case 'refund':
      sandbox.orders.endRefund(command.no, command.as);
      return;
    case 'deliver-callbacks':
      inBackground(world.deliverCallbacks());
      return;
    case 'set-balance':
      sandbox.balance.add(command.fen - sandbox.balance.fen());
      return;
    case 'move-clock':
      clock.moveBy(command.byMs);
      return;
    case 'crowd':
      inBackground(crowd.join(command.count));
  }
}

function inBackground(work: Promise<void>): void {
  work.catch((error) => console.error(error));
}
