//===- GraphOrder.cpp - Names and order of an ONNX graph ------------------===//
#include "GraphOrder.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace mixp::importer;

/// Node index by the name of its output.
using Producers = llvm::StringMap<size_t>;

/// True if the node `from` needs, over any number of steps, `target`.
static bool dependsOn(const OnnxGraph &graph, const Producers &producers,
                      size_t from, size_t target) {
  std::vector<bool> visited(graph.nodes.size(), false);
  std::vector<size_t> worklist{from};
  while (!worklist.empty()) {
    size_t index = worklist.back();
    worklist.pop_back();
    if (index == target)
      return true;
    if (visited[index])
      continue;
    visited[index] = true;
    for (const std::string &input : graph.nodes[index].inputs)
      if (auto it = producers.find(input); it != producers.end())
        worklist.push_back(it->second);
  }
  return false;
}

/// Says why `name`, read by `node`, is not defined before it.
static LogicalResult reportUndefined(const ErrorSink &errors,
                                     const OnnxGraph &graph,
                                     const Producers &producers,
                                     const OnnxNode &node, StringRef name) {
  InFlightDiagnostic diagnostic = errors.error() << describe(node) << ": reads "
                                                 << quote(name);
  auto producer = producers.find(name);
  if (producer == producers.end())
    return diagnostic << ", which no node, input or initializer defines; the "
                         "graph is damaged";
  diagnostic << " of " << describe(graph.nodes[producer->second]);
  if (dependsOn(graph, producers, producer->second, node.index))
    return diagnostic << ", which depends on this node: the graph has a cycle; "
                         "ONNX graphs must be acyclic";
  return diagnostic
         << ", which comes later; ONNX requires nodes in topological "
            "order: sort them";
}

/// Adds the names of initializers and inputs.
static LogicalResult defineInputs(const ErrorSink &errors,
                                  const OnnxGraph &graph,
                                  llvm::StringSet<> &defined) {
  llvm::StringSet<> initializers, inputs;
  for (const OnnxTensor &tensor : graph.initializers) {
    if (tensor.name.empty() || !initializers.insert(tensor.name).second)
      return errors.error()
             << "initializer " << quote(tensor.name)
             << (tensor.name.empty() ? " has no name" : " is defined twice");
    defined.insert(tensor.name);
  }
  for (const OnnxValueInfo &input : graph.inputs) {
    // An input with an initializer of its name has a default value.
    if (!inputs.insert(input.name).second)
      return errors.error()
             << "input " << quote(input.name) << " is defined twice";
    defined.insert(input.name);
  }
  return success();
}

/// `defined` holds the names of the graphs around this one.
static LogicalResult checkGraph(const ErrorSink &errors, const OnnxGraph &graph,
                                llvm::StringSet<> defined) {
  llvm::StringSet<> own;
  if (failed(defineInputs(errors, graph, own)))
    return failure();
  Producers producers;
  for (const OnnxNode &node : graph.nodes)
    for (const std::string &output : node.outputs)
      if (!output.empty() &&
          (own.contains(output) ||
           !producers.try_emplace(output, node.index).second))
        return errors.error()
               << describe(node) << ": output " << quote(output)
               << " is already defined; every name must be defined once";
  defined.insert_range(own.keys());
  for (const OnnxNode &node : graph.nodes) {
    for (const std::string &input : node.inputs)
      if (!input.empty() && !defined.contains(input))
        return reportUndefined(errors, graph, producers, node, input);
    for (const OnnxAttribute &attribute : node.attributes)
      if (auto *inner =
              std::get_if<std::shared_ptr<const OnnxGraph>>(&attribute.value))
        if (failed(checkGraph(errors, **inner, defined)))
          return failure();
    for (const std::string &output : node.outputs)
      defined.insert(output);
  }
  if (graph.outputs.empty())
    return errors.error() << "the graph has no outputs; the file is truncated "
                          << "or not an inference model";
  for (const OnnxValueInfo &output : graph.outputs)
    if (!defined.contains(output.name))
      return errors.error() << "output " << quote(output.name)
                            << " is not defined by any node, input or "
                               "initializer; the graph is damaged";
  return success();
}

LogicalResult mixp::importer::checkGraphOrder(const ErrorSink &errors,
                                              const OnnxGraph &graph) {
  return checkGraph(errors, graph, {});
}
