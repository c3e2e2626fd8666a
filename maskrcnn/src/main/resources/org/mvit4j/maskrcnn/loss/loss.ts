# Sums over all elements, divided by p; every function returns a scalar that gradients flow through, 0 for empty inputs.

def over(x: Tensor, p: Tensor) -> Tensor:
  n = annotate(List[int], p.tolist())
  return torch.div(x, float(n[0]))

def binary_cross_entropy(logits: Tensor, targets: Tensor, p: Tensor) -> Tensor:
  return self.over(torch.binary_cross_entropy_with_logits(logits, targets, None, None, 2), p)

def weighted_binary_cross_entropy(logits: Tensor, targets: Tensor, weights: Tensor, p: Tensor) -> Tensor:
  return self.over(torch.binary_cross_entropy_with_logits(logits, targets, weights, None, 2), p)

def cross_entropy(logits: Tensor, classes: Tensor, p: Tensor) -> Tensor:
  return self.over(torch.cross_entropy_loss(logits, classes, None, 2, -100, 0.0), p)

def l1(x: Tensor, y: Tensor, p: Tensor) -> Tensor:
  return self.over(torch.sum(torch.abs(torch.sub(x, y))), p)

def smooth_l1(x: Tensor, y: Tensor, beta: Tensor, p: Tensor) -> Tensor:
  n = torch.abs(torch.sub(x, y))
  below = torch.div(torch.mul(torch.mul(n, n), 0.5), beta)
  above = torch.sub(n, torch.mul(beta, 0.5))
  return self.over(torch.sum(torch.where(torch.lt(n, beta), below, above)), p)
