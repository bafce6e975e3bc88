// Checks manifests (standard input) against Kubernetes' schemas, as the npm package kubernetes-models has them, and
// writes them as typed constants to the file that is named, in which the TypeScript compiler finds unknown fields.
// deploy/check.sh --npm runs it.
import { readFileSync, writeFileSync } from "node:fs";
import * as yaml from "js-yaml";

const PACKAGES = {
  Namespace: "kubernetes-models/v1",
  Service: "kubernetes-models/v1",
  PersistentVolumeClaim: "kubernetes-models/v1",
  StatefulSet: "kubernetes-models/apps/v1",
  NetworkPolicy: "kubernetes-models/networking.k8s.io/v1",
  ServiceMonitor: "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1",
};

let typed = "";
const documents = yaml.loadAll(readFileSync(0, "utf8"));
for (const [number, document] of documents.entries()) {
  const from = PACKAGES[document.kind];
  if (!from) {
    throw new Error(`no schema is known for ${document.kind}`);
  }
  const models = await import(from);
  new models[document.kind](document).validate();
  typed += `import { I${document.kind} as T${number} } from "${from}";\n`;
  typed += `export const v${number}: T${number} = ${JSON.stringify(document)};\n`;
}
writeFileSync(process.argv[2], typed);
console.log(`${documents.length} documents`);
