import { threadId } from 'node:worker_threads';
import { cloud } from '../../cloud';

const loadedAtMs = Date.now();
let events = 0;

/** Shows what a function sees, and does what functions should not do. */
export async function main(event: Record<string, unknown>, context: Record<string, unknown>) {
  events += 1;
  switch (event['do']) {
    case 'throw':
      throw new Error('on purpose');
    case 'spin':
      console.log('spinning');
      for (;;);
    case 'exit':
      return process.exit(1);
    case 'return-large':
      return 'x'.repeat(1024 * 1024);
    case 'keep-identity-after-await':
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { openid: cloud.getWXContext()['OPENID'], instance: threadId };
    case 'dates':
      return {
        now: Date.now(),
        constructed: Date.parse(new Date().toISOString()),
        called: Date.parse(Date()),
        given: new Date(86_400_000).toISOString(),
        isDate: new Date() instanceof Date && new Date().constructor === Date,
      };
    case 'log':
      console.log('I am', cloud.getWXContext()['OPENID'], { nested: true });
      process.stdout.write('written to the stream\n');
      console.error('and o0123456789abcdefghijklmnopq too');
      return null;
    default:
      return {
        event,
        wxContext: cloud.getWXContext(),
        environment: { ...process.env },
        functionName: context['function_name'],
        loadedAtMs,
        events,
      };
  }
}
