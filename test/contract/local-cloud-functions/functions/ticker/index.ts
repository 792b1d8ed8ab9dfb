import { cloud } from '../../cloud';

/** Writes down what its timer gave it; waits while the test has put up a `hold`. */
export async function main(event: Record<string, unknown>) {
  const db = cloud.database({ throwOnNotFound: false });
  await db.collection('ticks').add({
    data: { event, wxContext: cloud.getWXContext(), trigger: process.env['TRIGGER_SRC'] ?? null },
  });
  for (;;) {
    const { data } = await db.collection('notes').doc('hold').get();
    if (!data) return 'done';
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
