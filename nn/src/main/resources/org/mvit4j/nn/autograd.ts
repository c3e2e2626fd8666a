# Adds the product of each upstream gradient with its target's Jacobian to all leaves, in one pass over the graph that
# the targets may share. Targets without a history are left out. Returns a target, for want of nothing.
def backward(targets: List[Tensor], upstream: List[Tensor]) -> Tensor:
  reached = annotate(List[Tensor], [])
  gradients = annotate(List[Optional[Tensor]], [])
  for i in range(torch.len(targets)):
    if targets[i].requires_grad:
      _0 = torch.append(reached, targets[i])
      _1 = torch.append(gradients, upstream[i])
  if torch.gt(torch.len(reached), 0):
    torch.backward(reached, gradients)
  return targets[0]
