import { cloud } from '../../cloud';

/** Shows what a call over HTTP brings, and answers in every way that becomes an HTTP response. */
export async function main(event: { path: string; body: string }) {
  switch (event.path) {
    case '/integrated':
      return {
        statusCode: 302,
        headers: { Location: '/elsewhere', 'set-cookie': ['a=1', 'b=2'] },
        body: '去别处',
      };
    case '/binary':
      return {
        statusCode: 200,
        body: Buffer.from([0, 255]).toString('base64'),
        isBase64Encoded: true,
      };
    case '/text':
      return '成功';
    case '/throw':
      throw new Error('on purpose');
    case '/spin':
      for (;;);
    default:
      return { event, wxContext: cloud.getWXContext() };
  }
}
