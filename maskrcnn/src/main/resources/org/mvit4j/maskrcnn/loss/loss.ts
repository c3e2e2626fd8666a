# Sums over all elements; every function returns a scalar that gradients flow through, 0 for empty inputs.

def binary_cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
  return torch.binary_cross_entropy_with_logits(logits, targets, None, None, 2)

def weighted_binary_cross_entropy(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
  return torch.binary_cross_entropy_with_logits(logits, targets, weights, None, 2)

def cross_entropy(logits: Tensor, classes: Tensor) -> Tensor:
  return torch.cross_entropy_loss(logits, classes, None, 2, -100, 0.0)

def l1(x: Tensor, y: Tensor) -> Tensor:
  return torch.sum(torch.abs(torch.sub(x, y)))

def smooth_l1(x: Tensor, y: Tensor, beta: Tensor) -> Tensor:
  n = torch.abs(torch.sub(x, y))
  below = torch.div(torch.mul(torch.mul(n, n), 0.5), beta)
  above = torch.sub(n, torch.mul(beta, 0.5))
  return torch.sum(torch.where(torch.lt(n, beta), below, above))
