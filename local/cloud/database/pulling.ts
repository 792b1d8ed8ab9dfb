import { isEqual } from 'mingo/util';
import { type Fields, isFields } from './ejson';
import { compileQuery } from './matching';
import { requestFailed } from './refusal';

/** Tells which elements an operand of `$pull` or `$pullAll` takes out of an array. */
export type Pulls = (element: unknown) => boolean;

/**
 * mingo reads these operands as queries only: a condition on objects would take plain values too,
 * and a plain value would take arrays that contain it.
 */
export function pullsOf(operator: '$pull' | '$pullAll', operand: unknown): Pulls {
  if (operator === '$pull') return pulls(operand);
  if (!Array.isArray(operand)) throw requestFailed('$pullAll needs an array');
  return (element) => operand.some((unwanted) => isEqual(unwanted, element));
}

function pulls(operand: unknown): Pulls {
  if (operand instanceof RegExp) {
    return (element) => typeof element === 'string' && operand.test(element);
  }
  if (!isFields(operand)) return (element) => isEqual(operand, element);
  if (Object.keys(operand).some((key) => key.startsWith('$') && !LOGICAL.has(key))) {
    const matches = compileQuery({ element: operand });
    return (element) => matches({ element } satisfies Fields);
  }
  const matches = compileQuery(operand);
  return (element) => isFields(element) && matches(element);
}

const LOGICAL: ReadonlySet<string> = new Set(['$and', '$or', '$nor']);
