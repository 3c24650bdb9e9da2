import * as pulumi from "@pulumi/pulumi";

type Values = Readonly<Record<string, unknown>>;

/** One resource that a program asked the engine for. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** As the provider gets them: outputs of other resources have become values. */
  readonly inputs: Values;
  /** The parent's class and name, such as `GcpNetwork dogfood`; `(stack)` for none. */
  readonly parent: string;
  readonly options: pulumi.CustomResourceOptions;
}

/** What a cloud would answer. */
export interface Answers {
  /** Outputs beside a resource's own inputs, by its type. */
  readonly outputs?: Readonly<Record<string, Values>>;
  /** Results of providers' functions, by token. */
  readonly functions?: Readonly<Record<string, Values>>;
}

/**
 * Runs a program on Pulumi's mocks and gives what it registered, in the order of the program. Every
 * resource gives back its inputs, a name, and an id that is its logical name with `-id`.
 */
export async function deploy(
  program: () => unknown,
  { outputs = {}, functions = {} }: Answers = {},
): Promise<readonly Registered[]> {
  const inputsOf = new Map<string, Values>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => {
        inputsOf.set(`${type} ${name}`, inputs);
        return {
          id: custom === false ? undefined : `${name}-id`,
          state: { name, ...inputs, ...outputs[type] },
        };
      },
      call: ({ token }) => {
        const answer = functions[token];
        if (answer === undefined) throw new Error(`no answer is given for the function ${token}`);
        return { ...answer };
      },
    },
    "sourcegraph",
    "test",
  );
  const asked: Omit<Registered, "inputs">[] = [];
  // Mocks get inputs only: options are seen by a transformation.
  const note: pulumi.ResourceTransformation = ({ type, name, opts }) => {
    asked.push({ type, name, parent: parentName(opts.parent), options: opts });
    return undefined;
  };
  await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation(note);
    await program();
    return {};
  });
  await pulumi.runtime.disconnect();
  return asked.map((each) => {
    const inputs = inputsOf.get(`${each.type} ${each.name}`);
    // The mocks swallow what is thrown inside of an apply: the resource is then just missing.
    if (inputs === undefined) throw new Error(`${each.type} ${each.name} was never registered`);
    return { ...each, inputs };
  });
}

/** `type name < parent` of each, sorted: the whole of what a program makes. */
export function treeOf(registered: readonly Registered[]): readonly string[] {
  return registered.map(({ type, name, parent }) => `${type} ${name} < ${parent}`).toSorted();
}

/** `type name` of each, sorted. */
export function namesOf(registered: readonly Registered[]): readonly string[] {
  return registered.map(({ type, name }) => `${type} ${name}`).toSorted();
}

/** The only one of a type, or of a type and a name. */
export function only(registered: readonly Registered[], type: string, name?: string): Registered {
  const found = registered.filter(
    (each) => each.type === type && (name === undefined || each.name === name),
  );
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(`${found.length} of ${type} ${name ?? ""}: ${namesOf(registered).join(", ")}`);
  }
  return first;
}

/** `type name` of what the engine refuses to delete, and of what stays when it is deleted. */
export function keptOf(registered: readonly Registered[]): {
  readonly protect: readonly string[];
  readonly retainOnDelete: readonly string[];
} {
  return {
    protect: namesOf(registered.filter(({ options }) => options.protect === true)),
    retainOnDelete: namesOf(registered.filter(({ options }) => options.retainOnDelete === true)),
  };
}

/** The value behind an output, once everything is registered. */
export async function valueOf<Value>(output: pulumi.Output<Value>): Promise<Value> {
  return await new Promise((resolve) => {
    output.apply(resolve);
  });
}

function parentName(parent: pulumi.Resource | undefined): string {
  if (parent === undefined || !("__name" in parent)) return "(stack)";
  return `${parent.constructor.name} ${String(parent.__name)}`;
}
