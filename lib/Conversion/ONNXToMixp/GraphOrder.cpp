//===- GraphOrder.cpp - Names and order of an ONNX graph ------------------===//
#include "GraphOrder.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace mixp::importer;

/// Node index by the name of its output.
using Producers = llvm::StringMap<size_t>;

/// True if the node `from` needs, over any number of steps, `target`.
static bool dependsOn(const OnnxModel &model, const Producers &producers,
                      size_t from, size_t target) {
  std::vector<bool> visited(model.nodes.size(), false);
  std::vector<size_t> worklist{from};
  while (!worklist.empty()) {
    size_t index = worklist.back();
    worklist.pop_back();
    if (index == target)
      return true;
    if (visited[index])
      continue;
    visited[index] = true;
    for (const std::string &input : model.nodes[index].inputs)
      if (auto it = producers.find(input); it != producers.end())
        worklist.push_back(it->second);
  }
  return false;
}

/// Says why `name`, read by `node`, is not defined before it.
static LogicalResult reportUndefined(const ErrorSink &errors,
                                     const OnnxModel &model,
                                     const Producers &producers,
                                     const OnnxNode &node, StringRef name) {
  InFlightDiagnostic diagnostic = errors.error() << describe(node) << ": reads "
                                                 << quote(name);
  auto producer = producers.find(name);
  if (producer == producers.end())
    return diagnostic << ", which no node, input or initializer defines; the "
                         "graph is damaged";
  diagnostic << " of " << describe(model.nodes[producer->second]);
  if (dependsOn(model, producers, producer->second, node.index))
    return diagnostic << ", which depends on this node: the graph has a cycle; "
                         "ONNX graphs must be acyclic";
  return diagnostic
         << ", which comes later; ONNX requires nodes in topological "
            "order: sort them";
}

LogicalResult mixp::importer::checkGraphOrder(const ErrorSink &errors,
                                              const OnnxModel &model) {
  llvm::StringSet<> defined, inputs;
  for (const OnnxTensor &tensor : model.initializers)
    if (tensor.name.empty() || !defined.insert(tensor.name).second)
      return errors.error()
             << "initializer " << quote(tensor.name)
             << (tensor.name.empty() ? " has no name" : " is defined twice");
  for (const OnnxValueInfo &input : model.inputs) {
    // An input with an initializer of its name has a default value.
    if (!inputs.insert(input.name).second)
      return errors.error()
             << "input " << quote(input.name) << " is defined twice";
    defined.insert(input.name);
  }
  Producers producers;
  for (const OnnxNode &node : model.nodes)
    for (const std::string &output : node.outputs)
      if (!output.empty() &&
          (defined.contains(output) ||
           !producers.try_emplace(output, node.index).second))
        return errors.error()
               << describe(node) << ": output " << quote(output)
               << " is already defined; every name must be defined once";
  for (const OnnxNode &node : model.nodes) {
    for (const std::string &input : node.inputs)
      if (!input.empty() && !defined.contains(input))
        return reportUndefined(errors, model, producers, node, input);
    for (const std::string &output : node.outputs)
      defined.insert(output);
  }
  if (model.outputs.empty())
    return errors.error() << "the graph has no outputs; the file is truncated "
                          << "or not an inference model";
  for (const OnnxValueInfo &output : model.outputs)
    if (!defined.contains(output.name))
      return errors.error() << "output " << quote(output.name)
                            << " is not defined by any node, input or "
                               "initializer; the graph is damaged";
  return success();
}
